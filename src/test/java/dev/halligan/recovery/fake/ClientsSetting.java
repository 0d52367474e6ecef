package dev.halligan.recovery.fake;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.control.Fence.Client;
import java.util.List;

/** Who asks the API server, by address; 10.244.1.3 is chatty's. */
public final class ClientsSetting {
  /** Who knocks at the fence between two looks at it. */
  public List<Client> knocking =
      List.of(
          new Client("10.244.1.2", 9000),
          new Client("10.244.2.2", 9000),
          new Client("10.244.1.3", 900));

  /** Who was connected before the fence. */
  public List<AddressLoad> connected = List.of();

  long looks;
}
