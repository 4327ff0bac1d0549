namespace MLNet.LlmExtensions.FineTuning.Tasks;

/// <summary>The kinds of label. The names are part of saved models.</summary>
internal enum TextClassificationKind
{
    /// <summary>One of several classes.</summary>
    Multiclass,

    /// <summary>Yes or no.</summary>
    Binary,

    /// <summary>Any number of classes.</summary>
    MultiLabel,
}
