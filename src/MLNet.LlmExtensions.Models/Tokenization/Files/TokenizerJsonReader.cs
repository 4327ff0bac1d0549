using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads <c>tokenizer.json</c>, the format of Hugging Face's <c>tokenizers</c> library.</summary>
internal static class TokenizerJsonReader
{
    private const string Version = "1.0";

    public static TokenizerPipeline Read(string path, TokenizerSettings settings)
    {
        var json = JsonValue.Read(path);
        string version = json["version"].Text(Version);
        if (version != Version) throw json["version"].NotSupported($"is '{version}'");
        if (!json["model"].Exists) throw json.Invalid("has no 'model'");

        var model = ModelReader.Read(json["model"]);
        // The library reads only tokenizer.json; transformers then adds what its own list has beyond it.
        var added = AddedTokenReader.ReadList(json["added_tokens"]);
        var known = added.Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        var further = settings.AddedTokens().Where(token => !known.Contains(token.Content)).OrderBy(token => token.Id);
        return new TokenizerPipeline(
            NormalizerReader.ReadOptional(json["normalizer"]),
            PreTokenizerReader.ReadOptional(json["pre_tokenizer"]),
            model,
            PostProcessorReader.ReadOptional(json["post_processor"]),
            DecoderReader.ReadOptional(json["decoder"]),
            AddedTokenReader.AssignIds(added.Concat(further), model.Vocabulary));
    }
}
