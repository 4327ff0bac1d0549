using System.ComponentModel;

namespace PredictionService.Explanations;

/// <summary>A sentence, and what it did for the predicted class.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="Influence">How much less probable the class is without it; below 0 where it spoke against.</param>
internal sealed record SentenceInfluence(
    [property: Description("Where the sentence begins, in UTF-16 code units.")] int Start,
    [property: Description("Its length.")] int Length,
    [property: Description("How much less probable the predicted class is without it; below 0 where it spoke against.")] float Influence);
