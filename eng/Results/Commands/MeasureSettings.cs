using Results.Methods;

namespace Results.Commands;

/// <summary>What the measure command was asked for.</summary>
/// <param name="DataFolder">The folder of the data sets.</param>
/// <param name="ModelFolder">The folder of the language model.</param>
/// <param name="WorkFolder">Where runs and embeddings are kept.</param>
/// <param name="DataSets">The names of the data sets; empty for all.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Labels">Labels per class; null stands for all.</param>
/// <param name="Seeds">The seeds; empty for those of the page.</param>
/// <param name="Threads">The threads of embedding, training and prediction.</param>
/// <param name="TimeLimit">No run begins after that; null for no limit.</param>
internal sealed record MeasureSettings(
    string DataFolder,
    string ModelFolder,
    string WorkFolder,
    IReadOnlyList<string> DataSets,
    IReadOnlyList<IMethod> Methods,
    IReadOnlyList<int?> Labels,
    IReadOnlyList<int> Seeds,
    int Threads,
    TimeSpan? TimeLimit);
