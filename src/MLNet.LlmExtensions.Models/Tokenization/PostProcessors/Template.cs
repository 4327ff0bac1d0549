namespace MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

/// <summary>
/// Where special tokens go around one text and around two. Every post-processor of Hugging Face's tokenizers is one of
/// these: <c>BertProcessing</c>, <c>RobertaProcessing</c>, <c>TemplateProcessing</c>, and none at all.
/// </summary>
internal sealed class Template
{
    /// <param name="single">The places around one text.</param>
    /// <param name="pair">The places around two.</param>
    public Template(IReadOnlyList<TemplatePart> single, IReadOnlyList<TemplatePart> pair)
    {
        Single = [.. single];
        Pair = [.. pair];
        BarePair = [.. pair.Where(part => part is TemplatePart.Text)];
        BareSingle = [.. single.Where(part => part is TemplatePart.Text)];
    }

    /// <summary>No special tokens; the second text has type 1.</summary>
    public static Template None { get; } = new(
        [new TemplatePart.Text(IsSecond: false, TypeId: 0)],
        [new TemplatePart.Text(IsSecond: false, TypeId: 0), new TemplatePart.Text(IsSecond: true, TypeId: 1)]);

    private TemplatePart[] Single { get; }

    private TemplatePart[] Pair { get; }

    private TemplatePart[] BareSingle { get; }

    private TemplatePart[] BarePair { get; }

    /// <summary>BERT's: <c>[CLS] A [SEP]</c>, and <c>[CLS] A [SEP] B [SEP]</c> with type 1 from B on.</summary>
    public static Template Bert((string Token, int Id) cls, (string Token, int Id) sep)
    {
        var start = Part(cls, 0);
        var first = new TemplatePart.Text(IsSecond: false, 0);
        return new Template(
            [start, first, Part(sep, 0)],
            [start, first, Part(sep, 0), new TemplatePart.Text(IsSecond: true, 1), Part(sep, 1)]);
    }

    /// <summary>RoBERTa's: <c>&lt;s&gt; A &lt;/s&gt;</c>, and <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
    public static Template Roberta((string Token, int Id) cls, (string Token, int Id) sep)
    {
        var start = Part(cls, 0);
        var end = Part(sep, 0);
        var first = new TemplatePart.Text(IsSecond: false, 0);
        return new Template([start, first, end], [start, first, end, end, new TemplatePart.Text(IsSecond: true, 0), end]);
    }

    /// <summary>
    /// Special tokens before and after each text; <paramref name="secondTypeId"/> is the type from the second text's
    /// first special token on.
    /// </summary>
    public static Template Around((string Token, int Id)? before, (string Token, int Id)? after, int secondTypeId)
    {
        TemplatePart[] Side(bool second, int typeId) =>
        [
            .. before is { } start ? (TemplatePart[])[Part(start, typeId)] : [],
            new TemplatePart.Text(second, typeId),
            .. after is { } end ? (TemplatePart[])[Part(end, typeId)] : [],
        ];

        return new Template(Side(second: false, 0), [.. Side(second: false, 0), .. Side(second: true, secondTypeId)]);
    }

    /// <summary>The places to fill, in order.</summary>
    public ReadOnlySpan<TemplatePart> Parts(bool pair, bool addSpecialTokens) => (pair, addSpecialTokens) switch
    {
        (false, true) => Single,
        (true, true) => Pair,
        (false, false) => BareSingle,
        (true, false) => BarePair,
    };

    /// <summary>How many special tokens are added.</summary>
    public int SpecialTokenCount(bool pair)
    {
        int count = 0;
        foreach (var part in Parts(pair, addSpecialTokens: true))
        {
            if (part is TemplatePart.Special special) count += special.Ids.Length;
        }

        return count;
    }

    private static TemplatePart.Special Part((string Token, int Id) token, int typeId) =>
        new([token.Id], [token.Token], typeId);
}
