using System.Data.SqlClient;

namespace Store;

public class Users
{
    private const string Password = "Pr0duction!2024";
    private readonly SqlConnection connection;

    public Users(SqlConnection connection)
    {
        this.connection = connection;
    }

    public object Find(string email)
    {
        var query = "SELECT Id FROM Users WHERE Email = '" + email + "'";
        using var command = new SqlCommand(query, connection);
        return command.ExecuteScalar();
    }

    public static string Secret() => Password;
}
