using System;

class Level
{
    public static double Share(int part, int whole)
    {
        if (whole = 0)
        {
            return 0;
        }
        return (double)part / whole;
    }

    public static void Main()
    {
        try
        {
            Console.WriteLine("{0} of {1}", Share(1, 2));
        }
        catch (Exception error)
        {
            Console.WriteLine(error.Message);
            throw error;
        }
    }
}
