package dev.halligan.control;

import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletionException;

/** Maps exceptions of the API client to reasons a person can act on, by type and status only. */
final class ApiErrorMapper {
  /** The code that the client reports when it got no HTTP response. */
  private static final int NO_STATUS = -1;

  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;

  private ApiErrorMapper() {}

  static ControlFailure of(String what, Exception thrown) {
    return switch (thrown) {
      case ControlFailure known -> known;
      case CallNotPermittedException e ->
          heldBack(what, "Halligan's calls to that API failed too often just now", e);
      case RequestNotPermitted e ->
          heldBack(what, "Halligan's own rate limit for that API was reached", e);
      case BulkheadFullException e ->
          heldBack(what, "too many of Halligan's requests to that API are in flight", e);
      case ResourceNotFoundException e -> notFound(what, e);
      case KubernetesClientException e -> byStatus(what, e);
      case CompletionException e when e.getCause() instanceof Exception cause -> of(what, cause);
      case InterruptedException e -> interrupted(what, e);
      default ->
          new ControlFailure(
              Reason.INTERNAL, couldNot(what), "report this with the operator's log", thrown);
    };
  }

  private static ControlFailure byStatus(String what, KubernetesClientException e) {
    var code = e.getCode();
    return switch (code) {
      case NO_STATUS, 0 -> unanswered(what, e);
      case HttpURLConnection.HTTP_NOT_FOUND -> notFound(what, e);
      case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_GONE ->
          new ControlFailure(
              Reason.CONFLICT,
              couldNot(what) + ": another writer changed it first, so it was not touched",
              "retry; if this persists, find out who else writes to it",
              e);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          new ControlFailure(
              Reason.API_CLOSED,
              couldNot(what) + ": the API server rejected Halligan's credentials (" + code + ")",
              "issue a new admin certificate and store it in the Secret of the admin lane",
              e);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new ControlFailure(
              Reason.API_CLOSED,
              couldNot(what) + ": the API server denied it (" + code + ")",
              "check quotas, admission webhooks and permissions",
              e);
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
          new ControlFailure(
              Reason.BAD_ARGUMENT,
              couldNot(what) + ": the API server rejected the request as invalid (" + code + ")",
              "nothing was changed; report this with the operator's log",
              e);
      default -> answeredBadly(what, code, e);
    };
  }

  private static ControlFailure answeredBadly(String what, int code, KubernetesClientException e) {
    if (code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      return new ControlFailure(
          Reason.API_CLOSED,
          couldNot(what) + ": the API server is overloaded or failing (" + code + ")",
          "retry later",
          e);
    }
    return new ControlFailure(
        Reason.INTERNAL,
        couldNot(what) + ": the API server returned HTTP status " + code,
        "report this with the operator's log",
        e);
  }

  private static ControlFailure unanswered(String what, KubernetesClientException e) {
    return new ControlFailure(
        Reason.API_CLOSED,
        couldNot(what) + ": the API server did not answer in time",
        "check that its process runs and that the network lets Halligan through",
        e);
  }

  private static ControlFailure notFound(String what, Exception e) {
    return new ControlFailure(
        Reason.NOT_FOUND, couldNot(what) + ": it does not exist", "check its name", e);
  }

  private static ControlFailure heldBack(String what, String why, Exception e) {
    return new ControlFailure(
        Reason.API_CLOSED,
        "did not " + what + ": " + why,
        "nothing to do: Halligan retries within seconds",
        e);
  }

  private static ControlFailure interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ControlFailure(Reason.TIMED_OUT, couldNot(what) + ": interrupted", "retry", e);
  }

  private static String couldNot(String what) {
    return "could not " + what;
  }
}
