namespace MLNet.LlmExtensions.Models.Tokenization.Windows;

/// <summary>Which token ids a model has, and the one for places without a token.</summary>
internal sealed class ModelVocabulary
{
    private readonly string _folder;
    private readonly int _size;

    public ModelVocabulary(LanguageModel model)
    {
        _folder = model.Folder;
        _size = model.Configuration.VocabularySize is > 0 and var size ? size : int.MaxValue;
        var pad = model.Tokenizer.PadTokenId ?? model.Configuration.PadTokenId ?? 0;

        // A padded place is masked, so any row of the embedding will do where the pad token has none of its own.
        PadTokenId = pad >= 0 && pad < _size ? pad : 0;
    }

    /// <summary>The id for places without a token.</summary>
    public int PadTokenId { get; }

    /// <summary>Makes sure that the model has the ids: outside its embedding there is other memory.</summary>
    /// <exception cref="InvalidDataException">The tokenizer gives ids that the model does not have.</exception>
    public void Check(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_size)
            {
                throw new InvalidDataException(
                    $"The tokenizer in '{_folder}' gives the token id {id}, but the model's embedding has only " +
                    $"{_size} rows. The tokenizer's files and the weights do not belong together.");
            }
        }
    }
}
