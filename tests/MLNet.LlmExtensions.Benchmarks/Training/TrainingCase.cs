using System.Globalization;
using MLNet.LlmExtensions.Models;
using MLNet.LlmExtensions.Models.Adapters;

namespace MLNet.LlmExtensions.Benchmarks.Training;

/// <summary>One training that is measured, as the command line of a child process carries it.</summary>
internal sealed record TrainingCase
{
    public const double Alpha = 16;
    public const double LearningRate = 1e-3;
    public const int Classes = 3;

    /// <summary>The model's folder.</summary>
    public required string Model { get; init; }

    /// <summary>The folder with the batches and the start of the trained tensors.</summary>
    public required string Data { get; init; }

    public TransferMethod Method { get; init; } = TransferMethod.Lora;

    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    public FrozenWeightPrecision FrozenWeights { get; init; } = FrozenWeightPrecision.Float32;

    public bool GradientCheckpointing { get; init; }

    public int Rank { get; init; } = 8;

    public double Dropout { get; init; }

    public int Rows { get; init; } = 16;

    public int Length { get; init; } = 128;

    public int Threads { get; init; } = 2;

    public TransferConfiguration Transfer => new()
    {
        Method = Method,
        Lora = new LoraConfiguration { Rank = Rank, Alpha = Alpha, Dropout = Dropout },
    };

    /// <summary>The arguments of <see cref="TrainingWorker"/>.</summary>
    public IReadOnlyList<string> ToArguments() =>
    [
        Model, Data, Method.ToString(), Precision.ToString(), FrozenWeights.ToString(), GradientCheckpointing.ToString(),
        Text(Rank), Dropout.ToString("R", CultureInfo.InvariantCulture), Text(Rows), Text(Length), Text(Threads),
    ];

    /// <summary>What <see cref="ToArguments"/> wrote.</summary>
    public static TrainingCase Parse(IReadOnlyList<string> arguments) => new()
    {
        Model = arguments[0],
        Data = arguments[1],
        Method = Enum.Parse<TransferMethod>(arguments[2]),
        Precision = Enum.Parse<TrainingPrecision>(arguments[3]),
        FrozenWeights = Enum.Parse<FrozenWeightPrecision>(arguments[4]),
        GradientCheckpointing = bool.Parse(arguments[5]),
        Rank = Number(arguments[6]),
        Dropout = double.Parse(arguments[7], CultureInfo.InvariantCulture),
        Rows = Number(arguments[8]),
        Length = Number(arguments[9]),
        Threads = Number(arguments[10]),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
