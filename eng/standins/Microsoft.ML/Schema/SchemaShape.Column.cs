using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>What is known about a column.</summary>
    public struct Column
    {
        /// <summary>How many values a column has in a row.</summary>
        public enum VectorKind
        {
            /// <summary>One.</summary>
            Scalar,

            /// <summary>The same number in every row.</summary>
            Vector,

            /// <summary>A number that varies.</summary>
            VariableVector,
        }

        /// <summary>The name.</summary>
        public readonly string Name;

        /// <summary>How many values there are in a row.</summary>
        public readonly VectorKind Kind;

        /// <summary>The type of a value; of a key, the type that it is stored in.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether the values are keys.</summary>
        public readonly bool IsKey;

        /// <summary>The shape of the annotations.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Name = Guard.NotEmpty(name, nameof(name));
            Guard.Argument(itemType is not (KeyDataViewType or VectorDataViewType), nameof(itemType), "Item type cannot be a key or a vector");
            Guard.Argument(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        internal bool IsValid => Name is not null;

        internal static Column Create(DataViewSchema.Column column) =>
            Create(column.Name, column.Type, new SchemaShape(column.Annotations.Schema.Select(Create)));

        internal static Column Create(string name, DataViewType type, SchemaShape annotations = null)
        {
            var kind = type is not VectorDataViewType vector ? VectorKind.Scalar
                : vector.IsKnownSize ? VectorKind.Vector
                : VectorKind.VariableVector;
            var itemType = type.ItemType();
            bool isKey = itemType is KeyDataViewType;
            return new Column(name, kind, isKey ? PrimitiveTypes.FromRawType(itemType.RawType) : itemType, isKey, annotations);
        }

        internal bool IsCompatibleWith(Column source)
        {
            if (Name != source.Name || Kind != source.Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            return Annotations.All(annotation =>
                source.Annotations.TryFindColumn(annotation.Name, out var found) && annotation.IsCompatibleWith(found));
        }

        internal string GetTypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : $"{ItemType}";
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
