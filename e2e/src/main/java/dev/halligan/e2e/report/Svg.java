package dev.halligan.e2e.report;

import java.util.Locale;

/** Writes the few SVG elements that the picture needs; numbers get one decimal, text is escaped. */
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final double width;
  private final double height;

  Svg(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /** A point of the picture, in pixels from its upper left corner. */
  record Point(double x, double y) {}

  Svg rectangle(double x, double y, double w, double h, String style) {
    return element(
        "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' %s/>", x, y, Math.max(0, w), h, style);
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return element("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' %s/>", x1, y1, x2, y2, style);
  }

  Svg circle(Point at, double radius, String style) {
    return element("<circle cx='%.1f' cy='%.1f' r='%.1f' %s/>", at.x(), at.y(), radius, style);
  }

  Svg text(double x, double y, String style, String words) {
    return element("<text x='%.1f' y='%.1f' %s>%s</text>", x, y, style, escape(words));
  }

  private Svg element(String form, Object... values) {
    body.append(String.format(Locale.ROOT, form, values).replace('\'', '"')).append('\n');
    return this;
  }

  static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="DejaVu Sans, Verdana, sans-serif">
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            """,
            width,
            height,
            width,
            height)
        + body
        + "</svg>\n";
  }
}
