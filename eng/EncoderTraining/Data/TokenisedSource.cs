using System.Runtime.InteropServices;

namespace EncoderTraining.Data;

/// <summary>A source's documents and pairs as token ids, without special tokens.</summary>
internal sealed class TokenisedSource(
    Source source, IReadOnlyList<ushort[]> documents, IReadOnlyList<(ushort[] First, ushort[] Second)> pairs)
{
    private readonly long[] _ends = RunningTotals(documents);

    public Source Source { get; } = source;

    public IReadOnlyList<ushort[]> Documents { get; } = documents;

    public IReadOnlyList<(ushort[] First, ushort[] Second)> Pairs { get; } = pairs;

    public long TokenCount => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>A passage around a random token, so that long documents give more of them.</summary>
    public ReadOnlySpan<ushort> Passage(Random random, int length)
    {
        var token = random.NextInt64(TokenCount);
        var index = Array.BinarySearch(_ends, token);
        index = index >= 0 ? index + 1 : ~index; // the first document that ends after the token
        while (Documents[index].Length == 0)
            index++;
        var document = Documents[index];
        var start = Math.Clamp((int)(token - (_ends[index] - document.Length)) - length / 2,
            0, Math.Max(0, document.Length - length));
        return document.AsSpan(start, Math.Min(length, document.Length - start));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Source.Name);
        writer.Write(Documents.Count);
        foreach (var document in Documents)
            Write(writer, document);
        writer.Write(Pairs.Count);
        foreach (var (first, second) in Pairs)
        {
            Write(writer, first);
            Write(writer, second);
        }
    }

    public static TokenisedSource Read(BinaryReader reader)
    {
        var name = reader.ReadString();
        var source = TrainingMixture.Sources.FirstOrDefault(s => s.Name == name)
            ?? throw new InvalidDataException($"The prepared source {name} is not in the mixture: run prepare again.");
        var documents = new ushort[reader.ReadInt32()][];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = ReadIds(reader);
        var pairs = new (ushort[], ushort[])[reader.ReadInt32()];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = (ReadIds(reader), ReadIds(reader));
        return new TokenisedSource(source, documents, pairs);
    }

    private static void Write(BinaryWriter writer, ushort[] ids)
    {
        writer.Write(ids.Length);
        writer.Write(MemoryMarshal.AsBytes<ushort>(ids));
    }

    private static ushort[] ReadIds(BinaryReader reader)
    {
        var ids = new ushort[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(ids.AsSpan()));
        return ids;
    }

    private static long[] RunningTotals(IReadOnlyList<ushort[]> documents)
    {
        var ends = new long[documents.Count];
        var total = 0L;
        for (var i = 0; i < ends.Length; i++)
            ends[i] = total += documents[i].Length;
        return ends;
    }
}
