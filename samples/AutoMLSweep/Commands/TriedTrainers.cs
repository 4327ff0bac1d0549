namespace AutoMLSweep.Commands;

/// <summary>What a sweep tries.</summary>
internal enum TriedTrainers
{
    /// <summary>Heads on frozen embeddings.</summary>
    Frozen,

    /// <summary>LoRA.</summary>
    Lora,

    /// <summary>Both.</summary>
    Both,
}
