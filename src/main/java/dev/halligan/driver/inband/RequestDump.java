package dev.halligan.driver.inband;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The API server's dump of requests in its APF queues (dump_requests with details):
 * comma-separated, padded with blanks, not quoted. Columns differ between versions, so the header
 * locates them.
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

  private static final String USER = "UserName";
  private static final String VERB = "Verb";
  private static final String PATH = "APIPath";
  private static final String RESOURCE = "Resource";
  private static final String SUBRESOURCE = "SubResource";

  private final Map<String, Integer> columns;

  private RequestDump(Map<String, Integer> columns) {
    this.columns = columns;
  }

  /**
   * Requests by user, verb and resource, most first, without Halligan's own. Skips lines that do
   * not match the header.
   */
  static List<IdentityLoad> parse(String csv) {
    var lines = csv.lines().filter(line -> !line.isBlank()).map(RequestDump::fields).toList();
    if (lines.isEmpty() || !lines.getFirst().containsAll(List.of(USER, VERB))) {
      return List.of();
    }
    var header = lines.getFirst();
    var columns =
        IntStream.range(0, header.size())
            .boxed()
            .collect(Collectors.toMap(header::get, i -> i, (a, b) -> a));
    var dump = new RequestDump(columns);
    return IdentityLoad.sum(
        lines.stream()
            .skip(1)
            .filter(line -> line.size() == header.size())
            .map(dump::request)
            .filter(request -> !isOurs(request)));
  }

  private static boolean isOurs(IdentityLoad request) {
    return request.resource().endsWith(OWN_QUESTION) || request.user().startsWith(OWN_ACCOUNTS);
  }

  private static List<String> fields(String line) {
    return List.of(line.split(",", -1)).stream().map(String::strip).toList();
  }

  private IdentityLoad request(List<String> line) {
    var resource = field(line, RESOURCE);
    var subresource = field(line, SUBRESOURCE);
    var what = resource.isEmpty() ? field(line, PATH) : resource;
    return new IdentityLoad(
        field(line, USER),
        field(line, VERB),
        subresource.isEmpty() ? what : what + "/" + subresource,
        1);
  }

  private String field(List<String> line, String column) {
    var index = columns.get(column);
    return index == null ? "" : line.get(index);
  }
}
