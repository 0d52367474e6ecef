package dev.halligan;

/** Composition root. */
public final class Main {
  private Main() {}

  /** Starts the operator. */
  public static void main(String[] args) {}
}
