namespace ReportEncoder.Stages;

/// <summary>What <see cref="PrepareStage"/> found.</summary>
internal sealed record PreparedRecord(
    int VocabularySize,
    IReadOnlyDictionary<string, int> Documents,
    IReadOnlyDictionary<string, long> Words,
    IReadOnlyDictionary<string, int> Pairs,
    IReadOnlyDictionary<string, int> Triples,
    int LeftOut);
