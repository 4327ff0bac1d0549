namespace ReportClassification.Reporting.Curves;

/// <summary>The style sheets. Nothing is fetched: they use the fonts of the system.</summary>
internal static class CurveStyle
{
    /// <summary>Of charts, on light and on dark screens. Colours that the colour-blind can tell apart, after Okabe and Ito.</summary>
    public const string Chart = """

        .curve { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        .curve text { fill: #333; }
        .curve .title { font-weight: 600; }
        .curve .quiet { fill: #666; }
        .curve .paper { fill: #fff; }
        .curve .grid { stroke: #e4e4e4; }
        .curve .axis { stroke: #888; }
        .curve .best { stroke: #777; stroke-dasharray: 2 3; }
        .curve .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .curve .ring { fill: none; stroke-width: 1.5; }
        .curve .training { stroke: #0072b2; }
        .curve .raw { stroke-width: 1; stroke-opacity: 0.45; }
        .curve .validation { stroke: #d55e00; }
        .curve .accuracy { stroke: #00805c; }
        .curve .macro-f1 { stroke: #a5508a; stroke-dasharray: 6 3; }
        .curve .learning-rate { stroke: #777; stroke-width: 1.5; }
        .curve .mark { stroke: none; }
        .curve .mark.validation { fill: #d55e00; }
        .curve .mark.accuracy { fill: #00805c; }
        .curve .mark.macro-f1 { fill: #a5508a; }
        .curve .ring.macro-f1 { stroke-dasharray: none; }
        @media (prefers-color-scheme: dark) {
        .curve text { fill: #ddd; }
        .curve .quiet { fill: #999; }
        .curve .paper { fill: #181a1c; }
        .curve .grid { stroke: #303336; }
        .curve .axis { stroke: #888; }
        .curve .best { stroke: #999; }
        .curve .training { stroke: #56b4e9; }
        .curve .validation { stroke: #f28e3c; }
        .curve .accuracy { stroke: #2fc79c; }
        .curve .macro-f1 { stroke: #dc9cc8; }
        .curve .learning-rate { stroke: #aaa; }
        .curve .mark.validation { fill: #f28e3c; }
        .curve .mark.accuracy { fill: #2fc79c; }
        .curve .mark.macro-f1 { fill: #dc9cc8; }
        }

        """;

    /// <summary>Of the page around them.</summary>
    public const string Page = """

        :root { color-scheme: light dark; }
        body { font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: #222; background: #fff; max-width: 900px; margin: 24px auto; padding: 0 16px; }
        h1 { font-size: 20px; margin: 0 0 4px; }
        h2 { font-size: 15px; margin: 28px 0 8px; }
        p { color: #666; margin: 0 0 16px; }
        svg { display: block; width: 100%; height: auto; margin: 12px 0 28px; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; }
        th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid #e4e4e4; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        th { font-weight: 600; white-space: nowrap; }
        .figures th, .figures td { white-space: nowrap; }
        .figures td:not(:first-child), .figures th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
        @media (prefers-color-scheme: dark) {
        body { color: #ddd; background: #181a1c; }
        p { color: #999; }
        th, td { border-color: #303336; }
        }

        """;
}
