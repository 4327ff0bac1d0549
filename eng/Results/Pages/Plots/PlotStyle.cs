namespace Results.Pages.Plots;

/// <summary>The style sheet of the plots, on light and on dark screens. Nothing is fetched: text is text, in the fonts of the system.</summary>
internal static class PlotStyle
{
    /// <summary>Series differ in colour (after Okabe and Ito), mark and dash.</summary>
    public const int Series = 8;

    public const string Sheet = """

        svg { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        text { fill: #333; }
        .title { font-weight: 600; font-size: 14px; }
        .quiet { fill: #666; }
        .paper { fill: #fff; }
        .grid { stroke: #e4e4e4; }
        .axis { stroke: #888; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .baseline { stroke-dasharray: 5 4; stroke-width: 1.5; }
        .band { stroke: none; fill-opacity: 0.14; }
        .s0 { stroke: #0072b2; } .f0 { fill: #0072b2; }
        .s1 { stroke: #d55e00; } .f1 { fill: #d55e00; }
        .s2 { stroke: #00805c; } .f2 { fill: #00805c; }
        .s3 { stroke: #a5508a; } .f3 { fill: #a5508a; }
        .s4 { stroke: #9a6700; } .f4 { fill: #9a6700; }
        .s5 { stroke: #2f8fc4; } .f5 { fill: #2f8fc4; }
        .s6 { stroke: #777; } .f6 { fill: #777; }
        .s7 { stroke: #444; } .f7 { fill: #444; }
        .cell { fill: #0072b2; }
        .frame { fill: none; stroke: #bbb; }
        .on { fill: #fff; }
        @media (prefers-color-scheme: dark) {
        text { fill: #ddd; }
        .quiet { fill: #999; }
        .paper { fill: #181a1c; }
        .grid { stroke: #303336; }
        .s0 { stroke: #56b4e9; } .f0 { fill: #56b4e9; }
        .s1 { stroke: #f28e3c; } .f1 { fill: #f28e3c; }
        .s2 { stroke: #2fc79c; } .f2 { fill: #2fc79c; }
        .s3 { stroke: #dc9cc8; } .f3 { fill: #dc9cc8; }
        .s4 { stroke: #e0b040; } .f4 { fill: #e0b040; }
        .s5 { stroke: #8fd0f5; } .f5 { fill: #8fd0f5; }
        .s6 { stroke: #aaa; } .f6 { fill: #aaa; }
        .s7 { stroke: #ccc; } .f7 { fill: #ccc; }
        .cell { fill: #56b4e9; }
        .frame { stroke: #555; }
        .on { fill: #101214; }
        }

        """;
}
