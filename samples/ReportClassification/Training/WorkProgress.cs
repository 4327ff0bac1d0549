namespace ReportClassification.Training;

/// <summary>How far long work has come.</summary>
/// <param name="Description">What is being done.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do.</param>
/// <param name="Remaining">The time left, where it is known better than by the speed so far.</param>
internal readonly record struct WorkProgress(string Description, double Done, double Total, TimeSpan? Remaining = null);
