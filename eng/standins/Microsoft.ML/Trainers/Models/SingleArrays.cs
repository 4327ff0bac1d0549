namespace Microsoft.ML;

/// <summary>Writes and reads arrays of numbers.</summary>
internal static class SingleArrays
{
    public static void WriteSingles(this BinaryWriter writer, IReadOnlyCollection<float> values)
    {
        writer.Write(values.Count);
        foreach (float value in values)
            writer.Write(value);
    }

    public static float[] ReadSingles(this BinaryReader reader)
    {
        // Not one allocation by a length that the file claims: a damaged file ends before it harms.
        int count = reader.ReadInt32();
        if (count < 0)
            throw new FormatException("Corrupt model file: a negative count.");

        List<float> values = [];
        for (int i = 0; i < count; i++)
            values.Add(reader.ReadSingle());

        return [.. values];
    }
}
