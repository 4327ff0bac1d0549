namespace AutoMLSweep.Commands;

/// <summary>What a sweep tries.</summary>
internal enum TriedTrainers
{
    /// <summary>Heads on frozen embeddings.</summary>
    Frozen,

    /// <summary>LoRA.</summary>
    Lora,

    /// <summary>Training of all layers.</summary>
    Full,

    /// <summary>Heads on frozen embeddings, and LoRA.</summary>
    Both,

    /// <summary>All of these.</summary>
    All,
}
