namespace MLNet.LlmExtensions.Training.Loop;

/// <summary>Measures the parameters as they are on examples that are not trained on.</summary>
internal interface IEvaluator
{
    /// <summary>Measures.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="epoch">Epochs done.</param>
    /// <returns>The measurement. The loop ends the training where its loss is not finite.</returns>
    TrainingEvaluation Evaluate(int step, double epoch);

    /// <summary>The numbers that count for this kind of training, for the log.</summary>
    string Describe(in TrainingEvaluation evaluation);
}
