using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using MLNet.LlmExtensions.Serving;
using PredictionService.Explanations;
using PredictionService.Settings;

namespace PredictionService.Endpoints;

/// <summary>The interface to the classifiers.</summary>
internal static class ClassifierEndpoints
{
    public static void MapClassifiers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/classifiers").WithTags("Classifiers");
        group.MapGet("/", (IOptions<ServiceSettings> settings) => new ClassifiersResponse([.. settings.Value.Classifiers.Keys.Order(StringComparer.Ordinal)]))
            .WithSummary("The names of the classifiers.");
        var one = group.MapGroup("/{name}")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        one.MapPost("/classify", ClassifyAsync).WithSummary("The class of a report.");
        one.MapPost("/classify-batch", ClassifyBatchAsync).WithSummary("The classes of several reports.");
        one.MapPost("/explain", ExplainAsync).WithSummary("The class of a report, and which sentences spoke for it.");
    }

    private static async Task<Results<Ok<TextClassification>, ProblemHttpResult>> ClassifyAsync(
        string name, TextRequest request, IServiceProvider services, CancellationToken cancellation) =>
        Find(services, name) is not { } classifier ? Unknown()
        : request.Text is not { } text ? Missing("text")
        : TypedResults.Ok(await classifier.ClassifyAsync(text, cancellation));

    private static async Task<Results<Ok<TextsResponse>, ProblemHttpResult>> ClassifyBatchAsync(
        string name, TextsRequest request, IServiceProvider services, IOptions<ServiceSettings> settings, CancellationToken cancellation)
    {
        if (Find(services, name) is not { } classifier)
        {
            return Unknown();
        }

        if (request.Texts is not { } texts || texts.Contains(null))
        {
            return Missing("texts");
        }

        return texts.Count > settings.Value.MaximumTexts
            ? TypedResults.Problem($"There are {texts.Count} texts; a request has no more than {settings.Value.MaximumTexts}.", statusCode: StatusCodes.Status400BadRequest)
            : TypedResults.Ok(new TextsResponse(await classifier.ClassifyAsync(texts!, cancellation)));
    }

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(
        string name, TextRequest request, IServiceProvider services, IOptions<ServiceSettings> settings, CancellationToken cancellation)
    {
        if (Find(services, name) is not { } classifier)
        {
            return Unknown();
        }

        if (request.Text is not { } text)
        {
            return Missing("text");
        }

        var sentences = Sentences.Of(text);
        return sentences.Count > settings.Value.MaximumSentences
            ? TypedResults.Problem(
                $"The text has {sentences.Count} sentences; no more than {settings.Value.MaximumSentences} are explained.", statusCode: StatusCodes.Status400BadRequest)
            : TypedResults.Ok(await SentenceInfluences.ExplainAsync(classifier, text, sentences, cancellation));
    }

    private static LlmTextClassifier? Find(IServiceProvider services, string name) => services.GetKeyedService<LlmTextClassifier>(name);

    private static ProblemHttpResult Unknown() => TypedResults.Problem("There is no classifier of that name.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Missing(string property) =>
        TypedResults.Problem($"The property '{property}' is missing or null.", statusCode: StatusCodes.Status400BadRequest);
}
