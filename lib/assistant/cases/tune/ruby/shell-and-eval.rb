require "sinatra"

get "/thumbnail" do
  name = params[:name]
  system("convert uploads/#{name} -resize 200x200 public/#{name}")
  redirect "/#{name}"
end

get "/calculate" do
  formula = params[:formula]
  result = eval(formula)
  "<p>#{result}</p>"
end
