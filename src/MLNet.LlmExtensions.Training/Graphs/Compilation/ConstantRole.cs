namespace MLNet.LlmExtensions.Training.Graphs.Compilation;

/// <summary>What a constant is used for, which decides how it may lie in memory.</summary>
internal enum ConstantRole
{
    /// <summary>Anything: full precision.</summary>
    General,

    /// <summary>Rows are looked up: 16 bits will do where weights have them.</summary>
    Table,

    /// <summary>The weight of linear layers and nothing else: may be quantised.</summary>
    LinearWeight,
}
