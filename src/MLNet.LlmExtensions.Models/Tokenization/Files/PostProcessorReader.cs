using MLNet.LlmExtensions.Models.Tokenization.Models;
using MLNet.LlmExtensions.Models.Tokenization.PostProcessors;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads the <c>post_processor</c> of <c>tokenizer.json</c>. A new kind is one line here.</summary>
internal static class PostProcessorReader
{
    private const int LargestTypeId = 1_000_000;

    public static Template ReadOptional(JsonValue json) => (json.Exists ? Read(json) : null) ?? Template.None;

    // ByteLevel only corrects offsets: it leaves the ids alone.
    private static Template? Read(JsonValue json) => json["type"].Text() switch
    {
        "ByteLevel" => null,
        "BertProcessing" => Template.Bert(ReadToken(json["cls"]), ReadToken(json["sep"])),
        "RobertaProcessing" => Template.Roberta(ReadToken(json["cls"]), ReadToken(json["sep"])),
        "TemplateProcessing" => ReadTemplate(json),
        "Sequence" => ReadSequence(json["processors"]),
        var other => throw json["type"].NotSupported($"is '{other}'"),
    };

    private static Template? ReadSequence(JsonValue json)
    {
        var templates = json.Items().Select(Read).OfType<Template>().ToArray();
        return templates.Length <= 1 ? templates.FirstOrDefault() : throw json.NotSupported("adds special tokens twice");
    }

    private static (string Token, int Id) ReadToken(JsonValue json)
    {
        var (token, id) = json.Pair();
        return (token.Text(), id.Integer(0, Vocabulary.LargestId));
    }

    private static Template ReadTemplate(JsonValue json)
    {
        var specials = new Dictionary<string, (int[] Ids, string[] Tokens)>(StringComparer.Ordinal);
        foreach (var (name, value) in json["special_tokens"].Members())
        {
            int[] ids = [.. value["ids"].Items().Select(id => id.Integer(0, Vocabulary.LargestId))];
            string[] tokens = [.. value["tokens"].Items().Select(token => token.Text())];
            if (ids.Length != tokens.Length) throw value.Invalid("must have as many ids as tokens");
            specials[name] = (ids, tokens);
        }

        return new Template(
            [.. json["single"].Items().Select(part => ReadPart(part, specials, pair: false))],
            [.. json["pair"].Items().Select(part => ReadPart(part, specials, pair: true))]);
    }

    private static TemplatePart ReadPart(
        JsonValue json, Dictionary<string, (int[] Ids, string[] Tokens)> specials, bool pair)
    {
        var special = json["SpecialToken"];
        if (special.Exists)
        {
            string name = special["id"].Text();
            if (!specials.TryGetValue(name, out var tokens))
                throw special.Invalid($"names '{name}', which 'special_tokens' lacks");
            return new TemplatePart.Special(tokens.Ids, tokens.Tokens, ReadTypeId(special));
        }

        var sequence = json["Sequence"];
        return sequence["id"].Text() switch
        {
            "A" => new TemplatePart.Text(IsSecond: false, ReadTypeId(sequence)),
            "B" when pair => new TemplatePart.Text(IsSecond: true, ReadTypeId(sequence)),
            _ => throw sequence.Invalid("must be 'A', or 'B' in a template for pairs"),
        };
    }

    private static int ReadTypeId(JsonValue json) =>
        json["type_id"].Exists ? json["type_id"].Integer(0, LargestTypeId) : 0;
}
