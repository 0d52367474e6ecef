package dev.halligan.diagnosis;

import java.util.List;
import java.util.Set;

/** Ranks suspects; the chain of evidence follows. */
public final class CulpritRanking {
  private CulpritRanking() {}

  /** Best first. */
  public static List<Culprit> rank(CulpritEvidence evidence, Set<String> neverNamespaces) {
    throw new UnsupportedOperationException("ranking is on its way");
  }
}
