using Microsoft.AspNetCore.Diagnostics;
using MLNet.LlmExtensions.Serving;

namespace PredictionService.Endpoints;

/// <summary>Says what went wrong in terms of HTTP. Of failures that are not the caller's, the log has the details and the answer none.</summary>
internal sealed class ClassificationFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            LlmServiceOverloadedException => (StatusCodes.Status503ServiceUnavailable, "Too many texts wait already. Try again later."),
            ArgumentException => (StatusCodes.Status400BadRequest, exception.Message),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested => (StatusCodes.Status499ClientClosedRequest, null),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail } });
    }
}
