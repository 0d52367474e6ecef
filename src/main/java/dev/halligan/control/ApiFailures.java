package dev.halligan.control;

import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletionException;

/** What the API client throws, as a reason a person can act on: by type and status code only. */
final class ApiFailures {
  /** What the client gives when no HTTP answer came. */
  private static final int NO_STATUS = -1;

  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;

  private ApiFailures() {}

  static ControlFailure of(String what, Exception thrown) {
    return switch (thrown) {
      case ControlFailure known -> known;
      case CallNotPermittedException e -> heldBack(what, "its API failed too often just now", e);
      case RequestNotPermitted e -> heldBack(what, "we would ask its API too often", e);
      case BulkheadFullException e -> heldBack(what, "too many of our calls to it are open", e);
      case ResourceNotFoundException e -> notFound(what, e);
      case KubernetesClientException e -> byStatus(what, e);
      case CompletionException e when e.getCause() instanceof Exception cause -> of(what, cause);
      case InterruptedException e -> interrupted(what, e);
      default ->
          new ControlFailure(Reason.INTERNAL, couldNot(what), "report it with the log", thrown);
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
              couldNot(what) + ": it changed meanwhile, and stays as it is",
              "ask again; if it stays so, see who else writes to it",
              e);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          new ControlFailure(
              Reason.API_CLOSED,
              couldNot(what) + ": the API server refuses our credentials (" + code + ")",
              "issue a new admin certificate and put it into the Secret of the admin lane",
              e);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new ControlFailure(
              Reason.API_CLOSED,
              couldNot(what) + ": the API server forbids it (" + code + ")",
              "see whether a quota, an admission webhook or missing rights forbid it",
              e);
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE ->
          new ControlFailure(
              Reason.BAD_ARGUMENT,
              couldNot(what) + ": the API server refuses the request (" + code + ")",
              "report it with the log; nothing was changed",
              e);
      default -> answeredBadly(what, code, e);
    };
  }

  private static ControlFailure answeredBadly(String what, int code, KubernetesClientException e) {
    if (code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      return new ControlFailure(
          Reason.API_CLOSED,
          couldNot(what) + ": the API server is overloaded or failing (" + code + ")",
          "ask again later",
          e);
    }
    return new ControlFailure(
        Reason.INTERNAL, couldNot(what) + ": HTTP status " + code, "report it with the log", e);
  }

  private static ControlFailure unanswered(String what, KubernetesClientException e) {
    return new ControlFailure(
        Reason.API_CLOSED,
        couldNot(what) + ": the API server does not answer in time",
        "see whether its process runs and the network lets us through",
        e);
  }

  private static ControlFailure notFound(String what, Exception e) {
    return new ControlFailure(
        Reason.NOT_FOUND, couldNot(what) + ": it is not there", "see whether its name is right", e);
  }

  private static ControlFailure heldBack(String what, String why, Exception e) {
    return new ControlFailure(
        Reason.API_CLOSED,
        "did not " + what + ": " + why,
        "nothing to do: it is tried again within seconds",
        e);
  }

  private static ControlFailure interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ControlFailure(Reason.TIMED_OUT, couldNot(what) + ": interrupted", "ask again", e);
  }

  private static String couldNot(String what) {
    return "could not " + what;
  }
}
