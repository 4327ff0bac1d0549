namespace MLNet.LlmExtensions.Models.Tokenization.Pipeline;

/// <summary>An added token that was found in a text.</summary>
/// <param name="Range">What it covers, with the white space that it strips.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct AddedTokenMatch(TextRange Range, int Id);
