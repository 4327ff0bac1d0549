namespace AutoMLSweep.Commands;

/// <summary>What proposes the next trial.</summary>
internal enum SearchTuner
{
    /// <summary>At random: where a trial takes a second, nothing looks around better.</summary>
    Random,

    /// <summary>AutoML's default: cheap improvements first, and the pipeline that promises most.</summary>
    EciCostFrugal,

    /// <summary>Cheap improvements first.</summary>
    CostFrugal,
}
