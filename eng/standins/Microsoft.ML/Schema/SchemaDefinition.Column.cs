namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>How a member is a column.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName = null)
        {
            MemberName = Guard.NotEmpty(memberName, nameof(memberName));
            ColumnName = columnName ?? memberName;
            ColumnType = columnType;
        }

        /// <summary>The name of the member.</summary>
        public string MemberName { get; }

        /// <summary>The name of the column.</summary>
        public string ColumnName { get; set; }

        /// <summary>The type of the column.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations of the column.</summary>
        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, annotation) in _annotations)
                    builder.Add(kind, annotation.Type, annotation.Getter);
                return builder.ToAnnotations();
            }
        }

        /// <summary>Adds an annotation. Text is given as strings, vectors as arrays or <see cref="VBuffer{T}"/>.</summary>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Guard.NotNull(kind, nameof(kind));
            Guard.NotNull(annotationType, nameof(annotationType));
            Guard.State(!_annotations.ContainsKey(kind), "Column already contains an annotation of this kind.");
            var itemType = MemberTypes.GetItemType(kind, typeof(T), out bool isVector);
            Guard.State(isVector == annotationType is VectorDataViewType, "Either the value or the type of the annotation is a vector, but not both.");
            Guard.State(itemType == annotationType.ItemType().RawType, $"The value of the annotation has items of type {itemType}, "
                + $"but its type has items of type {annotationType.ItemType().RawType}.");
            var getter = ObjectGetters.Create(typeof(T), new Func<T>(() => value));
            _annotations.Add(kind, (annotationType, getter));
        }

        internal void SetAnnotation(DataViewSchema.Column annotation, Delegate getter) =>
            _annotations[annotation.Name] = (annotation.Type, getter);
    }
}
