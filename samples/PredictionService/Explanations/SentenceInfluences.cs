using MLNet.LlmExtensions.Serving;

namespace PredictionService.Explanations;

/// <summary>Leaves out one sentence after the other, and sees what that does to the predicted class.</summary>
internal static class SentenceInfluences
{
    public static async Task<Explanation> ExplainAsync(
        LlmTextClassifier classifier, string text, IReadOnlyList<Sentence> sentences, CancellationToken cancellation)
    {
        var answers = await classifier.ClassifyAsync([text, .. sentences.Select(sentence => text.Remove(sentence.Start, sentence.Length))], cancellation);
        var whole = answers[0];
        return new Explanation(whole, [.. sentences.Select((sentence, i) => new SentenceInfluence(
            sentence.Start, sentence.Length, whole.Probability - answers[i + 1].Probabilities[whole.Label]))]);
    }
}
