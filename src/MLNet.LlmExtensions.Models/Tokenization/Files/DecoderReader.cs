using System.Text;
using MLNet.LlmExtensions.Models.Tokenization.Decoders;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>Reads the <c>decoder</c> of <c>tokenizer.json</c>. A new kind is one class and one line here.</summary>
internal static class DecoderReader
{
    private const int MostStripped = 1_000_000;

    public static TokenDecoder? ReadOptional(JsonValue json) => json.Exists ? Read(json) : null;

    private static TokenDecoder Read(JsonValue json) => json["type"].Text() switch
    {
        "Sequence" => new DecoderSequence([.. json["decoders"].Items().Select(Read)]),
        "WordPiece" => new WordPieceDecoder(json["prefix"].Text("##"), json["cleanup"].Flag(defaultValue: true)),
        "ByteLevel" => new ByteLevelDecoder(),
        "Metaspace" => new MetaspaceDecoder(
            PreTokenizerReader.ReadMark(json["replacement"]), PreTokenizerReader.ReadScheme(json)),
        "BPEDecoder" => new BpeDecoder(json["suffix"].Text("</w>")),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Replace" => new ReplaceDecoder(NormalizerReader.ReadReplace(json)),
        "Strip" => ReadStrip(json),
        "CTC" => new CtcDecoder(
            json["pad_token"].Text("<pad>"),
            json["word_delimiter_token"].Text("|"),
            json["cleanup"].Flag(defaultValue: true)),
        var other => throw json["type"].NotSupported($"is '{other}'"),
    };

    private static StripDecoder ReadStrip(JsonValue json)
    {
        string content = json["content"].Text();
        if (Rune.DecodeFromUtf16(content, out var rune, out int length) != System.Buffers.OperationStatus.Done
            || length != content.Length)
        {
            throw json["content"].Invalid("must be one character");
        }

        return new StripDecoder(rune, json["start"].Integer(0, MostStripped), json["stop"].Integer(0, MostStripped));
    }
}
