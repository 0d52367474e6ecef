package dev.halligan.control;

import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads long lists in pages, so that neither side ever holds a whole list. */
public final class PagedList {
  private static final long SIZE = 500;

  private PagedList() {}

  /** The items of a page of metadata; the client reads an empty page as null. */
  public static List<PartialObjectMetadata> items(PartialObjectMetadataList page) {
    return page.getItems() == null ? List.of() : page.getItems();
  }

  /** Passes every item to {@code visit}, page by page. */
  public static <L, T> void each(
      Function<ListOptions, L> list,
      Function<L, ListMeta> meta,
      Function<L, List<T>> items,
      Consumer<T> visit) {
    each(SIZE, list, meta, items, visit);
  }

  /** The same in pages of {@code size} items. */
  public static <L, T> void each(
      long size,
      Function<ListOptions, L> list,
      Function<L, ListMeta> meta,
      Function<L, List<T>> items,
      Consumer<T> visit) {
    String next = null;
    do {
      var page = list.apply(new ListOptionsBuilder().withLimit(size).withContinue(next).build());
      items.apply(page).forEach(visit);
      next = meta.apply(page).getContinue();
    } while (next != null && !next.isEmpty());
  }
}
