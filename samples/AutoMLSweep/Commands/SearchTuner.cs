namespace AutoMLSweep.Commands;

/// <summary>What proposes the next trial.</summary>
internal enum SearchTuner
{
    /// <summary>AutoML's default: cheap improvements first, and the pipeline that promises most.</summary>
    EciCostFrugal,

    /// <summary>Cheap improvements first.</summary>
    CostFrugal,

    /// <summary>At random.</summary>
    Random,
}
