using MLNet.LlmExtensions.Models.Tokenization.AddedTokens;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;
using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;
using MLNet.LlmExtensions.Models.Tokenization.Pipeline;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers;
using MLNet.LlmExtensions.Models.Tokenization.PreTokenizers.Patterns;
using System.Text;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// A SentencePiece model on its own. What surrounds the pieces (normalisation, special tokens, how ids are counted) is not
/// in the file but in the class of the tokenizer; here it is as transformers' converters have it.
/// </summary>
internal static class SentencePieceFiles
{
    private const char Mark = '\u2581';
    private const int DefaultExtraIds = 100;
    private const int MostExtraIds = 10_000;

    public static TokenizerPipeline Read(string path, TokenizerSettings settings)
    {
        var proto = SentencePieceProto.Read(path);
        return settings.TokenizerClass switch
        {
            "LlamaTokenizer" or "CodeLlamaTokenizer" => ReadLlama(path, proto, settings),
            "GemmaTokenizer" => ReadGemma(path, proto, settings),
            "T5Tokenizer" => ReadT5(path, proto, settings),
            "XLMRobertaTokenizer" => ReadXlmRoberta(path, proto, settings),
            var other => throw new NotSupportedException(
                $"'{path}' belongs to a tokenizer of class '{other ?? "unknown"}', whose special tokens and ids are not known "
                + "from this file. Save it as tokenizer.json (in transformers: "
                + "AutoTokenizer.from_pretrained(...).save_pretrained(...))."),
        };
    }

    private static TokenizerPipeline ReadLlama(string path, SentencePieceProto proto, TokenizerSettings settings)
    {
        bool legacy = settings.Config["legacy"].Flag(defaultValue: true);
        var normalizer = new NormalizerSequence(
            [new PrependNormalizer(Mark.ToString()), new ReplaceNormalizer(new LiteralPattern(" "), Mark.ToString())]);
        var model = ReadBpe(path, proto);
        var added = LegacyAddedTokens.Read(settings, model.Vocabulary, MarkedTokens(proto));
        return new TokenizerPipeline(
            legacy ? normalizer : null,
            legacy ? null : new MetaspacePreTokenizer(Mark, PrependScheme.First, split: false),
            model,
            SidesTemplate(settings, model.Vocabulary, added, bosByDefault: true),
            BpeTextDecoder(new StripDecoder(new Rune(' '), start: 1, stop: 0)),
            added);
    }

    private static TokenizerPipeline ReadGemma(string path, SentencePieceProto proto, TokenizerSettings settings)
    {
        var model = ReadBpe(path, proto);
        var added = LegacyAddedTokens.Read(settings, model.Vocabulary, MarkedTokens(proto));
        return new TokenizerPipeline(
            new ReplaceNormalizer(new LiteralPattern(" "), Mark.ToString()),
            new SplitPreTokenizer(new LiteralPattern(" "), SplitBehavior.MergedWithPrevious, invert: false),
            model,
            SidesTemplate(settings, model.Vocabulary, added, bosByDefault: true),
            BpeTextDecoder(),
            added);
    }

    private static TokenizerPipeline ReadT5(string path, SentencePieceProto proto, TokenizerSettings settings)
    {
        RequireUnigram(path, proto);
        var extra = settings.Config["extra_ids"];
        int extraIds = extra.Exists ? extra.Integer(0, MostExtraIds) : DefaultExtraIds;
        var pieces = proto.Pieces.Select(piece => (piece.Text, (double)piece.Score))
            .Concat(Enumerable.Range(0, extraIds).Select(i => ($"<extra_id_{extraIds - 1 - i}>", 0.0)));
        var model = CreateUnigram(pieces, proto.UnknownId, proto.ByteFallback);
        var added = LegacyAddedTokens.Read(settings, model.Vocabulary, MarkedTokens(proto));
        var eos = LegacyAddedTokens.Required(settings, "eos_token", "</s>", model.Vocabulary, added);
        return UnigramPipeline(
            path, proto, settings, model, Template.Around(before: null, after: eos, secondTypeId: 0), added);
    }

    // fairseq counts ids differently: its own four special tokens come first, the model's pieces after its first three.
    private static TokenizerPipeline ReadXlmRoberta(string path, SentencePieceProto proto, TokenizerSettings settings)
    {
        const int unknownId = 3;
        const int replacedPieces = 3;
        RequireUnigram(path, proto);
        var pieces = new (string Text, double Score)[] { ("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0) }
            .Concat(proto.Pieces.Skip(replacedPieces).Select(piece => (piece.Text, (double)piece.Score)))
            .Append(("<mask>", 0));
        var model = CreateUnigram(pieces, unknownId, byteFallback: false);
        var added = LegacyAddedTokens.Read(settings, model.Vocabulary, MarkedTokens(proto), maskTakesSpace: true);
        var cls = LegacyAddedTokens.Required(settings, "cls_token", "<s>", model.Vocabulary, added);
        var sep = LegacyAddedTokens.Required(settings, "sep_token", "</s>", model.Vocabulary, added);
        return UnigramPipeline(path, proto, settings, model, Template.Roberta(cls, sep), added);
    }

    private static TokenizerPipeline UnigramPipeline(
        string path,
        SentencePieceProto proto,
        TokenizerSettings settings,
        UnigramModel model,
        Template template,
        IReadOnlyList<AddedToken> added)
    {
        var scheme = !settings.Config["add_prefix_space"].Flag(proto.AddDummyPrefix) ? PrependScheme.Never
            : settings.Config["legacy"].Flag(defaultValue: true) ? PrependScheme.Always
            : PrependScheme.First;
        return new TokenizerPipeline(
            UnigramNormalizer(path, proto),
            new MetaspacePreTokenizer(Mark, scheme, split: true),
            model,
            template,
            new MetaspaceDecoder(Mark, scheme),
            added);
    }

    // As the SentencePiece library itself does it: replacement rules, then no spaces at the ends and no double ones.
    // (A space in front is harmless, because the dummy prefix is only put where there is none.)
    private static NormalizerSequence UnigramNormalizer(string path, SentencePieceProto proto)
    {
        var steps = new List<TextNormalizer>();
        if (proto.CharacterMap.Length > 0) steps.Add(new PrecompiledNormalizer(ReadCharacterMap(path, proto)));
        if (proto.RemovesExtraSpaces)
        {
            steps.Add(new ReplaceNormalizer(PatternFactory.FromRegex(@" +\z"), ""));
            steps.Add(new ReplaceNormalizer(PatternFactory.FromRegex(" {2,}"), " "));
        }

        return new NormalizerSequence(steps);
    }

    private static CharacterMap ReadCharacterMap(string path, SentencePieceProto proto)
    {
        try
        {
            return CharacterMap.Read(proto.CharacterMap);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}': {exception.Message}.", exception);
        }
    }

    private static UnigramModel CreateUnigram(IEnumerable<(string Text, double Score)> pieces, int unknownId, bool byteFallback)
    {
        var list = pieces.ToArray();
        var vocabulary = new Vocabulary(list.Length);
        for (int id = 0; id < list.Length; id++) vocabulary.AddOrReplace(list[id].Text, id);
        return new UnigramModel(vocabulary, [.. list.Select(piece => piece.Score)], unknownId, byteFallback);
    }

    private static void RequireUnigram(string path, SentencePieceProto proto)
    {
        if (proto.ModelType != SentencePieceProto.Algorithm.Unigram)
            throw new NotSupportedException($"'{path}' is a model of type {proto.ModelType}, where the tokenizer expects Unigram.");
    }

    private static BpeModel ReadBpe(string path, SentencePieceProto proto)
    {
        if (proto.ModelType != SentencePieceProto.Algorithm.Bpe)
            throw new NotSupportedException($"'{path}' is a model of type {proto.ModelType}, where the tokenizer expects BPE.");

        var vocabulary = new Vocabulary(proto.Pieces.Count);
        for (int id = 0; id < proto.Pieces.Count; id++) vocabulary.AddOrReplace(proto.Pieces[id].Text, id);
        return new BpeModel(vocabulary, SentencePieceMerges.Create(proto.Pieces, vocabulary), new BpeOptions
        {
            UnknownId = proto.UnknownId,
            FuseUnknown = true,
            ByteFallback = true,
        });
    }

    private static Template SidesTemplate(
        TokenizerSettings settings, Vocabulary vocabulary, IReadOnlyList<AddedToken> added, bool bosByDefault)
    {
        (string, int)? Token(string flag, bool byDefault, string role, string defaultToken) =>
            settings.Config[flag].Flag(byDefault)
                ? LegacyAddedTokens.Required(settings, role, defaultToken, vocabulary, added)
                : null;

        return Template.Around(
            Token("add_bos_token", bosByDefault, "bos_token", "<s>"),
            Token("add_eos_token", byDefault: false, "eos_token", "</s>"),
            secondTypeId: 1);
    }

    private static DecoderSequence BpeTextDecoder(params TokenDecoder[] last) => new(
    [
        new ReplaceDecoder(new ReplaceNormalizer(new LiteralPattern(Mark.ToString()), " ")),
        new ByteFallbackDecoder(),
        new FuseDecoder(),
        .. last,
    ]);

    private static IEnumerable<AddedToken> MarkedTokens(SentencePieceProto proto) => proto.Pieces
        .Where(piece => piece.Type is SentencePieceType.Control or SentencePieceType.UserDefined)
        .Select(piece => new AddedToken { Content = piece.Text, Id = 0, Special = piece.Type == SentencePieceType.Control });
}
