namespace ReportClassification.Reporting.Curves;

/// <summary>How a line is drawn. They differ in more than colour, for those who do not see colours and for printers.</summary>
internal enum SeriesLook
{
    /// <summary>The loss of each step: thin and pale.</summary>
    TrainingRaw,

    /// <summary>The loss of the steps, smoothed.</summary>
    Training,

    /// <summary>The loss on the validation rows, with round marks.</summary>
    Validation,

    /// <summary>The accuracy, with round marks.</summary>
    Accuracy,

    /// <summary>The macro-F1, dashed, with square marks.</summary>
    MacroF1,

    /// <summary>The learning rate.</summary>
    LearningRate,
}
