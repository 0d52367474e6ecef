package dev.halligan.driver.inband;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The API server's dump of requests in its APF queues (dump_requests with details). Columns differ
 * between versions, so the header locates them.
 */
final class RequestDump {
  /** Every dump contains the request for the dump itself. */
  private static final String OWN_QUESTION = "/dump_requests";

  /**
   * The ordinary lane's requests pile up in an overload too. They measure it, and are no client to
   * compare others with.
   */
  private static final String OWN_ACCOUNTS =
      JailedUsers.ACCOUNT_PREFIX + JailedUsers.OUR_NAMESPACE + ":";

  /** A priority level without requests: "exempt, <none>, <none>, ...". */
  private static final Pattern IDLE_LEVEL = Pattern.compile("^[^,]*,\\s*<none>\\s*,");

  private static final Pattern SEATS_OF_ONE = Pattern.compile("[0-9]{1,9}");

  private static final String USER = "UserName";
  private static final String VERB = "Verb";
  private static final String PATH = "APIPath";
  private static final String RESOURCE = "Resource";
  private static final String SUBRESOURCE = "SubResource";
  private static final String SEATS = "InitialSeats";

  private final DumpTable table;

  private RequestDump(DumpTable table) {
    this.table = table;
  }

  /**
   * Requests by user, verb and resource, most first, without Halligan's own. A line that cannot be
   * read counts as a request by nobody known, so that the others' parts do not grow.
   */
  static List<IdentityLoad> parse(String csv) {
    var lines = csv.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return List.of();
    }
    var table = new DumpTable(lines.getFirst());
    if (!table.has(USER) || !table.has(VERB)) {
      return List.of();
    }
    var dump = new RequestDump(table);
    return IdentityLoad.sum(
        lines.stream()
            .skip(1)
            .filter(line -> !IDLE_LEVEL.matcher(line).find())
            .map(dump::request)
            .filter(request -> !isOurs(request)));
  }

  private static boolean isOurs(IdentityLoad request) {
    return request.resource().endsWith(OWN_QUESTION) || request.user().startsWith(OWN_ACCOUNTS);
  }

  private IdentityLoad request(String line) {
    return table
        .cells(line)
        .map(this::request)
        .orElseGet(() -> new IdentityLoad(IdentityLoad.UNREADABLE, "", "", 1, 0));
  }

  private IdentityLoad request(List<String> cells) {
    var resource = table.cell(cells, RESOURCE);
    var subresource = table.cell(cells, SUBRESOURCE);
    var what = resource.isEmpty() ? table.cell(cells, PATH) : resource;
    return new IdentityLoad(
        table.cell(cells, USER),
        table.cell(cells, VERB),
        subresource.isEmpty() ? what : what + "/" + subresource,
        1,
        seats(table.cell(cells, SEATS)));
  }

  /** 0 if this version does not tell them, or not as a number. */
  private static long seats(String text) {
    return SEATS_OF_ONE.matcher(text).matches() ? Long.parseLong(text) : 0;
  }
}
