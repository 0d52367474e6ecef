package dev.halligan.operator;

/** What a condition is to say: status True, False or Unknown, a reason and a message for people. */
record Finding(String status, String reason, String message) {

  static Finding yes(String reason, String message) {
    return new Finding("True", reason, message);
  }

  static Finding no(String reason, String message) {
    return new Finding("False", reason, message);
  }

  static Finding unknown(String reason, String message) {
    return new Finding("Unknown", reason, message);
  }

  boolean isTrue() {
    return status.equals("True");
  }
}
