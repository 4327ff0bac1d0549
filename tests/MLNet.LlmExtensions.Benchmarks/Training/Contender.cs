namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>One side of the training benchmark and what was measured of it.</summary>
internal sealed class Contender(string name, WorkerProcess process) : IDisposable
{
    public string Name => name;

    public WorkerProcess Process => process;

    public List<double> Seconds { get; } = [];

    /// <summary>The time of the processors, which says the same on a machine that does other things besides.</summary>
    public List<double> ProcessorSeconds { get; } = [];

    public List<double> Losses { get; } = [];

    /// <summary>The highest resident memory, in bytes.</summary>
    public long Memory { get; private set; }

    /// <summary>Processor seconds of a step with next to nothing to compute.</summary>
    public double Overhead { get; private set; }

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    public void Step(bool isMeasured)
    {
        var answer = process.Ask("step");
        Losses.Add(answer.GetProperty("loss").GetDouble());
        if (!isMeasured)
            return;
        Seconds.Add(answer.GetProperty("seconds").GetDouble());
        ProcessorSeconds.Add(answer.GetProperty("processor_seconds").GetDouble());
    }

    public void ReadMemory() => Memory = process.Ask("memory").GetProperty("peak").GetInt64();

    public void ReadOverhead() => Overhead = process.Ask("overhead").GetProperty("seconds").GetDouble();

    public void Dispose() => process.Dispose();
}
