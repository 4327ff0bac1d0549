using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads the values, types and schemas of columns.</summary>
internal static class BinaryFormat
{
    private static readonly (PrimitiveDataViewType Type, Delegate Write, Delegate Read)[] Primitives =
    [
        Codec<sbyte>((w, v) => w.Write(v), r => r.ReadSByte()),
        Codec<byte>((w, v) => w.Write(v), r => r.ReadByte()),
        Codec<short>((w, v) => w.Write(v), r => r.ReadInt16()),
        Codec<ushort>((w, v) => w.Write(v), r => r.ReadUInt16()),
        Codec<int>((w, v) => w.Write(v), r => r.ReadInt32()),
        Codec<uint>((w, v) => w.Write(v), r => r.ReadUInt32()),
        Codec<long>((w, v) => w.Write(v), r => r.ReadInt64()),
        Codec<ulong>((w, v) => w.Write(v), r => r.ReadUInt64()),
        Codec<float>((w, v) => w.Write(v), r => r.ReadSingle()),
        Codec<double>((w, v) => w.Write(v), r => r.ReadDouble()),
        Codec<bool>((w, v) => w.Write(v), r => r.ReadBoolean()),
        Codec<ReadOnlyMemory<char>>((w, v) => w.Write(v.ToString()), r => r.ReadString().AsMemory()),
        Codec<DateTime>((w, v) => w.Write(v.ToBinary()), r => DateTime.FromBinary(r.ReadInt64())),
        Codec<DateTimeOffset>(
            (w, v) =>
            {
                w.Write(v.Ticks);
                w.Write(v.Offset.Ticks);
            },
            r => new DateTimeOffset(r.ReadInt64(), new TimeSpan(r.ReadInt64()))),
        Codec<TimeSpan>((w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64())),
        Codec<DataViewRowId>(
            (w, v) =>
            {
                w.Write(v.Low);
                w.Write(v.High);
            },
            r => new DataViewRowId(r.ReadUInt64(), r.ReadUInt64())),
    ];

    private enum TypeKind : byte
    {
        Primitive,
        Key,
        Vector,
    }

    /// <summary>What writes the values of a column with this raw type, vectors included.</summary>
    public static Action<BinaryWriter, T> Writer<T>() => (Action<BinaryWriter, T>)Find(typeof(T), write: true);

    /// <summary>What reads the values of a column with this raw type, vectors included.</summary>
    public static Func<BinaryReader, T> Reader<T>() => (Func<BinaryReader, T>)Find(typeof(T), write: false);

    public static void WriteType(this BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write((byte)TypeKind.Vector);
                writer.WriteType(vector.ItemType);
                writer.Write(vector.Dimensions.Length);
                foreach (int dimension in vector.Dimensions)
                    writer.Write(dimension);
                break;
            case KeyDataViewType key:
                writer.Write((byte)TypeKind.Key);
                writer.WriteType(PrimitiveTypes.FromRawType(key.RawType));
                writer.Write(key.Count);
                break;
            default:
                int index = Array.FindIndex(Primitives, codec => codec.Type.Equals(type));
                Guard.State(index >= 0, $"A column of type {type} cannot be saved.");
                writer.Write((byte)TypeKind.Primitive);
                writer.Write((byte)index);
                break;
        }
    }

    public static DataViewType ReadType(this BinaryReader reader)
    {
        switch ((TypeKind)reader.ReadByte())
        {
            case TypeKind.Vector:
                var item = (PrimitiveDataViewType)reader.ReadType();
                int[] dimensions = new int[reader.ReadInt32()];
                for (int i = 0; i < dimensions.Length; i++)
                    dimensions[i] = reader.ReadInt32();
                return new VectorDataViewType(item, dimensions);
            case TypeKind.Key:
                return new KeyDataViewType(reader.ReadType().RawType, reader.ReadUInt64());
            default:
                return Primitives[reader.ReadByte()].Type;
        }
    }

    public static void WriteSchema(this BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            writer.WriteType(column.Type);
            writer.WriteSchema(column.Annotations.Schema);
            foreach (var annotation in column.Annotations.Schema)
                Generic.Invoke(typeof(BinaryFormat), nameof(WriteAnnotation), annotation.Type.RawType, writer, column.Annotations, annotation);
        }
    }

    public static DataViewSchema ReadSchema(this BinaryReader reader)
    {
        var schema = new DataViewSchema.Builder();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            var type = reader.ReadType();
            var annotations = new DataViewSchema.Annotations.Builder();
            foreach (var annotation in reader.ReadSchema())
                Generic.Invoke(typeof(BinaryFormat), nameof(ReadAnnotation), annotation.Type.RawType, reader, annotations, annotation);
            schema.AddColumn(name, type, annotations.ToAnnotations());
        }

        return schema.ToSchema();
    }

    private static void WriteAnnotation<T>(
        BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetGetter<T>(annotation)(ref value);
        Writer<T>()(writer, value);
    }

    private static void ReadAnnotation<T>(
        BinaryReader reader, DataViewSchema.Annotations.Builder builder, DataViewSchema.Column annotation)
    {
        T value = Reader<T>()(reader);
        builder.Add(annotation.Name, annotation.Type, Getters.Constant(value), annotation.Annotations);
    }

    private static (PrimitiveDataViewType Type, Delegate Write, Delegate Read) Codec<T>(
        Action<BinaryWriter, T> write, Func<BinaryReader, T> read) => (PrimitiveTypes.FromRawType(typeof(T)), write, read);

    private static Delegate Find(Type type, bool write)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            string method = write ? nameof(VectorWriter) : nameof(VectorReader);
            return (Delegate)Generic.Invoke(typeof(BinaryFormat), method, type.GetGenericArguments()[0]);
        }

        var codec = Array.Find(Primitives, candidate => candidate.Type.RawType == type);
        return (write ? codec.Write : codec.Read) ?? throw new InvalidOperationException($"Values of type {type} cannot be saved.");
    }

    private static Action<BinaryWriter, VBuffer<T>> VectorWriter<T>()
    {
        var write = Writer<T>();
        return (writer, vector) =>
        {
            writer.Write(vector.Length);
            writer.Write(vector.GetValues().Length);
            foreach (int index in vector.GetIndices())
                writer.Write(index);
            foreach (var value in vector.GetValues())
                write(writer, value);
        };
    }

    private static Func<BinaryReader, VBuffer<T>> VectorReader<T>()
    {
        var read = Reader<T>();
        return reader =>
        {
            int length = reader.ReadInt32();
            int count = reader.ReadInt32();
            int[] indices = count == length ? null : new int[count];
            for (int i = 0; i < (indices?.Length ?? 0); i++)
                indices[i] = reader.ReadInt32();
            var values = new T[count];
            for (int i = 0; i < count; i++)
                values[i] = read(reader);
            return new VBuffer<T>(length, count, values, indices);
        };
    }
}
