using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ReportClassification.Reporting;

/// <summary>The time left, as the work itself knows it, or else by the bar's speed so far.</summary>
internal sealed class TimeLeftColumn : ProgressColumn
{
    /// <summary>The time left, where the work knows it.</summary>
    public TimeSpan? Known { get; set; }

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text((Known ?? task.RemainingTime)?.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) ?? "--:--:--", new Style(Color.Blue));
}
