namespace ReportClassification.Training;

/// <summary>Tells how far long work has come.</summary>
internal interface IWorkMeter
{
    /// <summary>Who shows it, or null. Called on the thread that works.</summary>
    Action<WorkProgress>? Show { get; set; }
}
