using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

/// <summary>Options of every kind, some with other values than their attributes say.</summary>
public sealed class TrialOptions
{
    [Range(1e-4f, 10f, init: 0.1f, logBase: true)]
    public float L2 { get; set; } = 5;

    [Range(1, 9, init: 4)]
    public int Rounds { get; set; } = 7;

    [Range(0.5, 9.5)]
    public double Width { get; set; } = 2;

    [Choice("one", "two", "three")]
    public string Word { get; set; } = "three";

    [BooleanChoice]
    public bool Flag { get; set; }

    [Choice(DayOfWeek.Monday, DayOfWeek.Friday)]
    public DayOfWeek Day { get; set; }

    [NestOption]
    public InnerOptions Inner { get; set; } = new();

    public string Constant { get; set; } = "constant";
}
