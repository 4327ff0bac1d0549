using Microsoft.ML;
using Microsoft.ML.Data;
using MLNet.LlmExtensions.Tests.Support;

namespace MLNet.LlmExtensions.Tests.Embedding;

public sealed class LookAheadCursorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(1000)]
    public void Columns_of_every_type_pass_through_unharmed(int lookAhead)
    {
        var data = EveryType.Create().Embed(new FakeSession(), new LlmEmbeddingOptions { LookAheadRows = lookAhead });
        using var cursor = data.GetRowCursor(data.Schema);
        var readers = data.Schema.Where(column => column.Name != "Features")
            .Select(column => (column.Name, Reader: EveryType.Column(column.Name).Reader(cursor, column)))
            .ToArray();
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var id = cursor.GetIdGetter();
        var vector = default(VBuffer<float>);
        var rowId = default(DataViewRowId);
        for (var row = 0; row < 50; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row, cursor.Position);
            Assert.Equal(row / 10, cursor.Batch);
            id(ref rowId);
            Assert.Equal(new DataViewRowId((ulong)row, 7), rowId);
            embedding(ref vector);
            Assert.Equal(FakeSession.Vector(EveryType.TextOf(row)), vector.DenseValues());
            foreach (var (name, reader) in readers)
            {
                Assert.Equal($"{name} {EveryType.Column(name).Expected(row)}", $"{name} {reader()}");
            }
        }

        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void Texts_that_a_reader_keeps_stay_as_they_are()
    {
        var data = EveryType.Create().Embed(new FakeSession(), new LlmEmbeddingOptions { LookAheadRows = 4 });
        using var cursor = data.GetRowCursor(data.Schema);
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Other"]);
        var kept = new List<ReadOnlyMemory<char>>();
        while (cursor.MoveNext())
        {
            var text = default(ReadOnlyMemory<char>);
            getter(ref text);
            kept.Add(text);
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(row => $"other {row}"), kept.Select(text => text.ToString()));
    }

    [Fact]
    public void Texts_are_embedded_together()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session, new LlmEmbeddingOptions { LookAheadRows = 20 });
        Assert.Equal(50, data.GetColumn<float[]>("Features").Count());
        Assert.Equal([20, 20, 10], session.Calls.Select(call => call.Length));
    }

    [Fact]
    public void The_first_look_ahead_is_short_so_that_a_preview_is_cheap()
    {
        var session = new FakeSession();
        var view = EveryType.Create(1000);
        Assert.Equal(10, view.Embed(session).GetColumn<float[]>("Features").Take(10).Count());
        Assert.True(view.Cursors.Single().RowsRead < 200);
        Assert.Equal(1000, view.Embed(session).GetColumn<float[]>("Features").Count());
        Assert.Contains(session.Calls, call => call.Length > 800);
    }

    [Fact]
    public void Reading_ahead_stops_at_the_number_of_characters()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session, new LlmEmbeddingOptions { LookAheadCharacters = 100 });
        Assert.Equal(50, data.GetColumn<float[]>("Features").Count());
        Assert.All(session.Calls, call => Assert.InRange(call.Sum(text => text!.Length), 1, 131));
        Assert.True(session.Calls.Count > 5);
    }

    [Fact]
    public void A_text_longer_than_the_look_ahead_is_read_alone()
    {
        var session = new FakeSession();
        var data = EveryType.Create(5).Embed(session, new LlmEmbeddingOptions { LookAheadCharacters = 1 });
        Assert.Equal(5, data.GetColumn<float[]>("Features").Count());
        Assert.All(session.Calls, call => Assert.Single(call));
    }

    [Fact]
    public void Wide_vectors_of_other_columns_count_as_characters()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session, new LlmEmbeddingOptions { LookAheadCharacters = 400 });
        using var cursor = data.GetRowCursor(data.Schema);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var vector = default(VBuffer<float>);
        while (cursor.MoveNext())
        {
            embedding(ref vector);
        }

        var withoutOthers = new FakeSession();
        _ = EveryType.Create().Embed(withoutOthers, new LlmEmbeddingOptions { LookAheadCharacters = 400 }).GetColumn<float[]>("Features").Count();
        Assert.True(session.Calls.Count > withoutOthers.Calls.Count);
    }

    [Fact]
    public void Nothing_is_embedded_and_nothing_read_ahead_when_nobody_asks_for_the_embedding()
    {
        var session = new FakeSession();
        var view = EveryType.Create();
        var data = view.Embed(session);
        using var cursor = data.GetRowCursor(data.Schema.Where(column => column.Name is "Int32" or "Other"));
        var getter = cursor.GetGetter<int>(data.Schema["Int32"]);
        var value = 0;
        for (var row = 0; row < 10; row++)
        {
            Assert.True(cursor.MoveNext());
            getter(ref value);
            Assert.Equal(-row, value);
            Assert.Equal(row + 1, view.Cursors.Single().RowsRead);
        }

        Assert.Empty(session.Calls);
        Assert.Same(data.Schema, cursor.Schema);
        Assert.DoesNotContain(data.Schema["Text"].Index, view.ActiveColumns);
        Assert.False(cursor.IsColumnActive(data.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]));
    }

    [Fact]
    public void Columns_that_nobody_asks_for_are_not_read()
    {
        var view = EveryType.Create();
        var data = view.Embed(new FakeSession());
        using var cursor = data.GetRowCursor([data.Schema["Features"], data.Schema["Key"]]);
        Assert.Equal([data.Schema["Text"].Index, data.Schema["Key"].Index], view.ActiveColumns.Order());
        Assert.True(cursor.IsColumnActive(data.Schema["Features"]));
        Assert.True(cursor.IsColumnActive(data.Schema["Key"]));
        Assert.False(cursor.IsColumnActive(data.Schema["Text"]));
        var exception = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Text"]));
        Assert.Contains("'Text'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_whose_embedding_is_not_asked_for_are_skipped()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session, new LlmEmbeddingOptions { LookAheadRows = 10 });
        using var cursor = data.GetRowCursor([data.Schema["Features"]]);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var vector = default(VBuffer<float>);
        for (var row = 0; row < 50; row++)
        {
            Assert.True(cursor.MoveNext());
            if (row is 25 or 26 or 49)
            {
                embedding(ref vector);
                Assert.Equal(FakeSession.Vector(EveryType.TextOf(row)), vector.DenseValues());
            }
        }

        Assert.Equal([5, 1], session.Calls.Select(call => call.Length));
    }

    [Fact]
    public void Getters_of_the_wrong_type_are_refused()
    {
        var data = EveryType.Create().Embed(new FakeSession());
        using var cursor = data.GetRowCursor(data.Schema);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Features"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<double>>(data.Schema["Features"]));
        var exception = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<long>(data.Schema["Int32"]));
        Assert.Contains("'Int32'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_other_data_are_refused()
    {
        var data = EveryType.Create().Embed(new FakeSession());
        var other = new MLContext().Data.LoadFromEnumerable([new { Stranger = 1f }]);
        using var cursor = data.GetRowCursor(data.Schema);
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(other.Schema["Stranger"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GetRowCursor(other.Schema));
    }

    [Fact]
    public void Getters_refuse_to_work_before_the_first_row_after_the_last_and_after_disposal()
    {
        var data = EveryType.Create(2).Embed(new FakeSession());
        var cursor = data.GetRowCursor(data.Schema);
        var number = cursor.GetGetter<int>(data.Schema["Int32"]);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var id = cursor.GetIdGetter();
        AllThrow();
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        AllThrow();
        cursor.Dispose();
        AllThrow();

        void AllThrow()
        {
            Assert.Throws<InvalidOperationException>(() => Get(number));
            Assert.Throws<InvalidOperationException>(() => Get(embedding));
            Assert.Throws<InvalidOperationException>(() => Get(id));
        }

        static void Get<T>(ValueGetter<T> getter)
        {
            var value = default(T)!;
            getter(ref value);
        }
    }

    [Fact]
    public void Disposal_in_the_middle_disposes_the_input_and_ends_the_rows()
    {
        var view = EveryType.Create();
        var data = view.Embed(new FakeSession(), new LlmEmbeddingOptions { LookAheadRows = 10 });
        var cursor = data.GetRowCursor(data.Schema);
        for (var row = 0; row < 15; row++)
        {
            Assert.True(cursor.MoveNext());
        }

        cursor.Dispose();
        cursor.Dispose();
        Assert.True(view.Cursors.Single().IsDisposed);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void Disposal_of_a_cursor_without_the_embedding_disposes_the_input()
    {
        var view = EveryType.Create();
        var data = view.Embed(new FakeSession());
        data.GetRowCursor([data.Schema["Int32"]]).Dispose();
        Assert.True(view.Cursors.Single().IsDisposed);
    }

    [Fact]
    public void A_broken_row_throws_when_its_turn_comes_and_the_rows_before_it_are_served()
    {
        var data = EveryType.Create(50, failAt: 17).Embed(new FakeSession());
        using var cursor = data.GetRowCursor(data.Schema);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var vector = default(VBuffer<float>);
        for (var row = 0; row < 17; row++)
        {
            Assert.True(cursor.MoveNext());
            embedding(ref vector);
            Assert.Equal(FakeSession.Vector(EveryType.TextOf(row)), vector.DenseValues());
        }

        Assert.Throws<FormatException>(() => cursor.MoveNext());
        Assert.Throws<FormatException>(() => cursor.MoveNext());
    }

    [Fact]
    public void A_failure_of_the_model_comes_out_of_the_getter_and_may_be_tried_again()
    {
        var failures = 1;
        var session = new FakeSession { OnText = text => _ = text![0] == 'c' && failures-- > 0 ? throw new TimeoutException() : 0 };
        var data = EveryType.Create().Embed(session);
        using var cursor = data.GetRowCursor(data.Schema);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var vector = default(VBuffer<float>);
        Assert.True(cursor.MoveNext());
        Assert.Throws<TimeoutException>(() => embedding(ref vector));
        embedding(ref vector);
        Assert.Equal(FakeSession.Vector(EveryType.TextOf(0)), vector.DenseValues());
    }

    [Fact]
    public void Cancellation_ends_a_pass()
    {
        using var cancellation = new CancellationTokenSource();
        var session = new FakeSession();
        var data = EveryType.Create().Embed(
            session, new LlmEmbeddingOptions { LookAheadRows = 10, CancellationToken = cancellation.Token });
        var read = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in data.GetColumn<float[]>("Features"))
            {
                if (++read == 15)
                {
                    cancellation.Cancel();
                }
            }
        });
        Assert.Equal(20, read);
    }

    [Fact]
    public void Progress_counts_rows()
    {
        var progress = new Reports();
        var data = EveryType.Create().Embed(new FakeSession(), new LlmEmbeddingOptions { LookAheadRows = 20, Progress = progress });
        _ = data.GetColumn<float[]>("Features").Count();
        Assert.Equal([new(20, 50), new(40, 50), new(50, 50)], progress.Values);
    }

    [Fact]
    public void Partitions_are_those_of_the_input_and_hold_all_rows_once()
    {
        var session = new FakeSession();
        var data = EveryType.Create().Embed(session);
        var cursors = data.GetRowCursorSet(data.Schema, 4);
        Assert.Equal(3, cursors.Length);
        var rows = new System.Collections.Concurrent.ConcurrentBag<(ulong Id, float Length, float First)>();
        _ = Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var id = cursor.GetIdGetter();
                var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
                var rowId = default(DataViewRowId);
                var vector = default(VBuffer<float>);
                while (cursor.MoveNext())
                {
                    id(ref rowId);
                    embedding(ref vector);
                    Assert.Equal(100 + (long)(rowId.Low % 3) + (cursor.Position / 10), cursor.Batch);
                    rows.Add((rowId.Low, vector.GetItemOrDefault(0), vector.GetItemOrDefault(1)));
                }
            }
        });
        Assert.Equal(3, session.Calls.Count);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(row => ((ulong)row, FakeSession.Vector(EveryType.TextOf(row))[0], FakeSession.Vector(EveryType.TextOf(row))[1])),
            rows.Order());
    }

    [Fact]
    public void Shuffling_is_that_of_the_input()
    {
        var view = EveryType.Create();
        var data = view.Embed(new FakeSession());
        Assert.True(data.CanShuffle);
        Assert.Equal(50, data.GetRowCount());
        Assert.Equal(Ids(view.GetRowCursor(view.Schema, new Random(3))), Ids(data.GetRowCursor(data.Schema, new Random(3))));

        static ulong[] Ids(DataViewRowCursor cursor)
        {
            using (cursor)
            {
                var getter = cursor.GetIdGetter();
                var ids = new List<ulong>();
                var id = default(DataViewRowId);
                while (cursor.MoveNext())
                {
                    getter(ref id);
                    ids.Add(id.Low);
                }

                return [.. ids];
            }
        }
    }

    [Fact]
    public void Empty_data_has_no_rows_and_embeds_nothing()
    {
        var session = new FakeSession();
        var data = EveryType.Create(0).Embed(session);
        Assert.Empty(data.GetColumn<float[]>("Features"));
        Assert.Empty(session.Calls);
    }

    [Fact]
    public void Steady_state_allocates_nothing_for_columns_without_text()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Text", TextDataViewType.Instance);
        builder.AddColumn("Number", NumberDataViewType.Double);
        RowsColumn[] columns = [RowsColumn.Of(_ => "normal".AsMemory()), RowsColumn.Of(row => (double)row)];
        var data = new RowsView(builder.ToSchema(), 200_000, index => columns[index]).Embed(new FakeSession { IsQuiet = true });
        using var cursor = data.GetRowCursor(data.Schema);
        var number = cursor.GetGetter<double>(data.Schema["Number"]);
        var embedding = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        var vector = default(VBuffer<float>);
        double value = 0;
        Read(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(100_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);

        void Read(int rows)
        {
            for (var row = 0; row < rows; row++)
            {
                Assert.True(cursor.MoveNext());
                number(ref value);
                embedding(ref vector);
            }
        }
    }

    private sealed class Reports : IProgress<LlmEmbeddingProgress>
    {
        public List<LlmEmbeddingProgress> Values { get; } = [];

        public void Report(LlmEmbeddingProgress value) => Values.Add(value);
    }
}
