using Google.Protobuf;

namespace MLNet.LlmExtensions.Models.Tokenization.Files;

/// <summary>
/// What is needed of a SentencePiece model file (<c>sentencepiece_model.proto</c>), read field by field: unknown fields are
/// skipped, and nothing is allocated that the file does not hold.
/// </summary>
internal sealed class SentencePieceProto
{
    private const long LargestFile = 256L * 1024 * 1024;
    private const int MostPieces = 1 << 22;
    private const int DefaultUnknownId = 0;

    private SentencePieceProto()
    {
    }

    /// <summary>How a model turns text into pieces, numbered as in the file.</summary>
    public enum Algorithm
    {
        Unigram = 1,
        Bpe = 2,
        Word = 3,
        Char = 4,
    }

    public List<SentencePieceEntry> Pieces { get; } = [];

    public Algorithm ModelType { get; private set; } = Algorithm.Unigram;

    public bool ByteFallback { get; private set; }

    public int UnknownId { get; private set; } = DefaultUnknownId;

    /// <summary>The compiled rules of the normalizer; empty for none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>Whether spaces at the ends and repeated spaces are dropped.</summary>
    public bool RemovesExtraSpaces { get; private set; } = true;

    /// <summary>Whether a text gets a space in front.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    /// <exception cref="InvalidDataException">The file is too large or malformed.</exception>
    public static SentencePieceProto Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > LargestFile)
            throw new InvalidDataException($"'{path}' has {length} bytes; at most {LargestFile} are read.");

        var model = new SentencePieceProto();
        try
        {
            ReadFields(new CodedInputStream(File.ReadAllBytes(path)), model.ReadModelField);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new InvalidDataException($"'{path}' is not a SentencePiece model: {exception.Message}", exception);
        }

        if (model.Pieces.Count == 0)
            throw new InvalidDataException($"'{path}' is not a SentencePiece model: it has no pieces.");
        if (model.UnknownId < 0 || model.UnknownId >= model.Pieces.Count)
            throw new InvalidDataException($"'{path}' names piece {model.UnknownId} as unknown, but has {model.Pieces.Count} pieces.");
        return model;
    }

    private static void ReadFields(CodedInputStream input, Func<int, CodedInputStream, bool> readField)
    {
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (!readField((int)tag, input)) input.SkipLastField();
        }
    }

    private static int Tag(int field, WireFormat.WireType type) => (int)WireFormat.MakeTag(field, type);

    private static CodedInputStream Message(CodedInputStream input) => new(input.ReadBytes().ToByteArray());

    private bool ReadModelField(int tag, CodedInputStream input)
    {
        if (tag == Tag(1, WireFormat.WireType.LengthDelimited)) ReadPiece(Message(input));
        else if (tag == Tag(2, WireFormat.WireType.LengthDelimited)) ReadFields(Message(input), ReadTrainerField);
        else if (tag == Tag(3, WireFormat.WireType.LengthDelimited)) ReadFields(Message(input), ReadNormalizerField);
        else return false;
        return true;
    }

    private void ReadPiece(CodedInputStream input)
    {
        if (Pieces.Count == MostPieces) throw new InvalidDataException($"it has more than {MostPieces} pieces.");

        string text = "";
        float score = 0;
        var type = SentencePieceType.Normal;
        ReadFields(input, (tag, fields) =>
        {
            if (tag == Tag(1, WireFormat.WireType.LengthDelimited)) text = fields.ReadString();
            else if (tag == Tag(2, WireFormat.WireType.Fixed32)) score = fields.ReadFloat();
            else if (tag == Tag(3, WireFormat.WireType.Varint)) type = (SentencePieceType)fields.ReadEnum();
            else return false;
            return true;
        });

        if (!float.IsFinite(score))
            throw new InvalidDataException($"piece {Pieces.Count} has a score that is not finite.");
        if (!Enum.IsDefined(type))
            throw new InvalidDataException($"piece {Pieces.Count} is of the unknown type {(int)type}.");
        Pieces.Add(new SentencePieceEntry(text, score, type));
    }

    private bool ReadTrainerField(int tag, CodedInputStream input)
    {
        if (tag == Tag(3, WireFormat.WireType.Varint)) ModelType = (Algorithm)input.ReadEnum();
        else if (tag == Tag(35, WireFormat.WireType.Varint)) ByteFallback = input.ReadBool();
        else if (tag == Tag(40, WireFormat.WireType.Varint)) UnknownId = input.ReadInt32();
        else return false;
        return true;
    }

    private bool ReadNormalizerField(int tag, CodedInputStream input)
    {
        if (tag == Tag(2, WireFormat.WireType.LengthDelimited)) CharacterMap = input.ReadBytes().ToByteArray();
        else if (tag == Tag(3, WireFormat.WireType.Varint)) AddDummyPrefix = input.ReadBool();
        else if (tag == Tag(4, WireFormat.WireType.Varint)) RemovesExtraSpaces = input.ReadBool();
        else return false;
        return true;
    }
}
