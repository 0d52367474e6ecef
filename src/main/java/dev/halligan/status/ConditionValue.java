package dev.halligan.status;

/** The value of a condition: status True, False or Unknown, a reason and a message for people. */
public record ConditionValue(String status, String reason, String message) {

  public static ConditionValue yes(String reason, String message) {
    return new ConditionValue("True", reason, message);
  }

  public static ConditionValue no(String reason, String message) {
    return new ConditionValue("False", reason, message);
  }

  public static ConditionValue unknown(String reason, String message) {
    return new ConditionValue("Unknown", reason, message);
  }

  public boolean isTrue() {
    return status.equals("True");
  }
}
