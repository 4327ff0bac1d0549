using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Normalizers;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads the <c>normalizer</c> of <c>tokenizer.json</c>. A new kind is one class and one line here.</summary>
internal static class NormalizerReader
{
    public static TextNormalizer? ReadOptional(JsonValue json) => json.Exists ? Read(json) : null;

    private static TextNormalizer Read(JsonValue json) => json["type"].Text() switch
    {
        "Sequence" => new NormalizerSequence([.. json["normalizers"].Items().Select(Read)]),
        "BertNormalizer" => ReadBert(json),
        "Lowercase" => new LowercaseNormalizer(),
        "NFC" => new UnicodeNormalizer(NormalizationForm.FormC),
        "NFD" => new UnicodeNormalizer(NormalizationForm.FormD),
        "NFKC" => new UnicodeNormalizer(NormalizationForm.FormKC),
        "NFKD" => new UnicodeNormalizer(NormalizationForm.FormKD),
        "StripAccents" => new StripAccentsNormalizer(),
        "Strip" => new StripNormalizer(json["strip_left"].Flag(), json["strip_right"].Flag()),
        "Replace" => ReadReplace(json),
        "Prepend" => new PrependNormalizer(json["prepend"].Text()),
        "Nmt" => new NmtNormalizer(),
        "Precompiled" => ReadPrecompiled(json["precompiled_charsmap"]),
        "ByteLevel" => new ByteLevelNormalizer(),
        var other => throw json["type"].NotSupported($"is '{other}'"),
    };

    public static ReplaceNormalizer ReadReplace(JsonValue json) =>
        new(PatternReader.Read(json["pattern"]), json["content"].Text());

    private static BertTextNormalizer ReadBert(JsonValue json)
    {
        bool lowerCase = json["lowercase"].Flag();
        return new BertTextNormalizer(
            json["clean_text"].Flag(),
            json["handle_chinese_chars"].Flag(),
            json["strip_accents"].Flag(defaultValue: lowerCase),
            lowerCase);
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonValue json)
    {
        try
        {
            return new PrecompiledNormalizer(CharacterMap.Read(Convert.FromBase64String(json.Text())));
        }
        catch (FormatException exception)
        {
            throw json.Invalid("is not valid base64", exception);
        }
        catch (InvalidDataException exception)
        {
            throw json.Invalid($"is not a compiled character map: {exception.Message}", exception);
        }
    }
}
