using MLNet.LlmExtensions.Models.Tokenization.Pipeline;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Finds out which files a folder has, and reads the tokenizer from them.</summary>
internal static class TokenizerFolder
{
    private static readonly string[] SentencePieceNames = ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model"];

    public static TextTokenizer Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder '{folder}' does not exist.");

        var settings = TokenizerSettings.Read(folder);
        var pipeline = ReadPipeline(folder, settings);
        return new TextTokenizer(pipeline, ReadSpecialTokens(pipeline, settings), settings.MaximumLength);
    }

    private static TokenizerPipeline ReadPipeline(string folder, TokenizerSettings settings)
    {
        string json = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(json)) return TokenizerJsonReader.Read(json, settings);

        string vocabularyText = Path.Combine(folder, "vocab.txt");
        if (File.Exists(vocabularyText)) return WordPieceFiles.Read(vocabularyText, settings);

        string vocabulary = Path.Combine(folder, "vocab.json");
        string merges = Path.Combine(folder, "merges.txt");
        if (File.Exists(vocabulary) && File.Exists(merges)) return ByteLevelBpeFiles.Read(vocabulary, merges, settings);

        foreach (string name in SentencePieceNames)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) return SentencePieceFiles.Read(path, settings);
        }

        throw new FileNotFoundException(
            $"The folder '{folder}' holds no tokenizer: it needs tokenizer.json, vocab.txt, vocab.json with merges.txt, or "
            + $"one of {string.Join(", ", SentencePieceNames)}.");
    }

    private static SpecialTokenIds ReadSpecialTokens(TokenizerPipeline pipeline, TokenizerSettings settings)
    {
        int? Id(string role) => settings.RoleToken(role) is { } token ? pipeline.IdOf(token) : null;

        return new SpecialTokenIds
        {
            Pad = Id("pad_token"),
            Bos = Id("bos_token"),
            Eos = Id("eos_token"),
            Cls = Id("cls_token"),
            Sep = Id("sep_token"),
            Mask = Id("mask_token"),
            Unknown = Id("unk_token") ?? pipeline.Model.UnknownId,
        };
    }
}
